"""Made-up names. No family is called so; that is the point."""
# ruff: noqa: SIM905 (a list of a hundred quoted names is harder to read)

from __future__ import annotations

GIVEN_NAMES = (
    "Maya Teo Ida Noor Bram Lucía Otis Wren Samir Pilar Juno Felix Amara Nico Tove Rafael Elsie Kofi Marisol Arlo "
    "Zuri Emil Paloma Hugo Ines Dario Saoirse Milo Camila Ezra Leila Bruno Freya Mateo Odette Kai Ximena Rowan Asha "
    "Joaquín Della Omar Greta Iker Sunniva Elio Nadia Pascal Rosalía Finn Thea Anwar Violeta Casper Mina Gael Hattie "
    "Idris Luz Soren Beatriz Quinn Adela Ravi Clementina Jonas Isolde Tomás Yara August Marcela Linus Esme Diego Pia"
).split()

FAMILY_NAMES = (
    "Quillfeather Thornwhistle Lanternwright Pebblebrook Foxgloveson Tidewaterly Larkspurling Brambleby Hollowmere "
    "Saltmarshall Candlewick Mossgrove Featherstream Kettleford Willowbank Starlingham Dewpond Hazelnutter Copperkite "
    "Marrowmill Snowberry Otterbridge Ferndale-Hill Applecart Windlesong"
).split()

FAMILY_NAMES_ES = (
    "Ríoclaro Campoluna Solnaciente Vientosur Flordelrío Montealegre-Paz Estrellamar Nubeblanca Piedralisa Bosqueverde "
    "Cantolargo Aguadulce"
).split()

ADULT_NAMES = (
    "Agnes Basil Cora Desmond Edith Fergus Gilda Horace Imelda Jasper Kerstin Lionel Mabel Nestor Olive Prosper "
    "Queenie Rufus Sabine Tobias Ursula Vernon Winnie Xavier Yvette Zeno Alma Boris Celeste Dorian"
).split()

ADULT_NAMES_ES = (
    "Araceli Benito Consuelo Domingo Estela Fermín Graciela Hilario Imelda Jacinto Leonor Manuela Norberto Ofelia "
    "Primitivo Remedios Silvano Teodora Ulises Virtudes"
).split()

ADULT_NAMES_AR = ("Salma", "Karim")
