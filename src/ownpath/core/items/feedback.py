"""The sentences that scoring can say, in both languages."""

from __future__ import annotations

from ownpath.core.items.misconceptions import NUDGES
from ownpath.core.items.scored import Scored
from ownpath.core.items.words import Words

FEEDBACK: dict[str, Words] = {
    "right": Words("That is right.", "Correcto."),
    "partly": Words("Part of this is right.", "Una parte está bien."),
    "wrong": Words("That is not it yet.", "Todavía no es eso."),
    "unknown": Words(
        "Thank you for saying so. Let us look at it together.", "Gracias por decirlo. Vamos a verlo juntos."
    ),
    "cannot_read": Words(
        "I cannot read this. Please check how it is written.", "No puedo leer esto. Revisa cómo está escrito."
    ),
    "too_long": Words(
        "This is too long for me to read. Try a shorter way.", "Esto es muy largo para leerlo. Escríbelo más corto."
    ),
    "exponent": Words(
        "A power needs a small whole number, such as x^2.", "Una potencia necesita un entero pequeño, como x^2."
    ),
    "root": Words("A root needs a whole number inside, such as √10.", "Una raíz necesita un entero adentro, como √10."),
    "parentheses": Words("A parenthesis is open or missing.", "Falta abrir o cerrar un paréntesis."),
    "unknown_letter": Words("There is a letter that the task does not have.", "Hay una letra que la tarea no tiene."),
    "divides_by_zero": Words("This divides by zero.", "Esto divide entre cero."),
    "nothing_chosen": Words("Nothing is chosen yet.", "Todavía no hay nada elegido."),
    "nothing_written": Words("Nothing is written yet.", "Todavía no hay nada escrito."),
    "not_all_ordered": Words("Please put all of them in order.", "Pon todos en orden."),
    "other_unit": Words("Look at the unit again.", "Mira otra vez la unidad."),
    "needs_unit": Words("The number is right. Which unit goes with it?", "El número está bien. ¿Qué unidad lleva?"),
    "form_lowest_terms": Words(
        "The value is right. Can you write it with smaller numbers?",
        "El valor está bien. ¿Puedes escribirlo con números más pequeños?",
    ),
    "form_mixed": Words(
        "The value is right. Can you write it as a mixed number?",
        "El valor está bien. ¿Puedes escribirlo como número mixto?",
    ),
    "form_decimal": Words(
        "The value is right. Can you write it as a decimal?", "El valor está bien. ¿Puedes escribirlo como decimal?"
    ),
    "form_expanded": Words(
        "It is worth the same. Can you write it without parentheses and put like terms together?",
        "Vale lo mismo. ¿Puedes escribirlo sin paréntesis y juntar los términos iguales?",
    ),
    "form_factored": Words(
        "It is worth the same. Can you write it as a product?", "Vale lo mismo. ¿Puedes escribirlo como producto?"
    ),
}


def feedback_for(scored: Scored) -> Words:
    """Give what a learner reads after an answer.

    Parameters
    ----------
    scored : Scored
        From `score`.

    Returns
    -------
    Words
        What the author wrote for exactly this answer, else the nudge of the misconception, else the code's sentence.
    """
    return scored.words or NUDGES.get(scored.misconception) or FEEDBACK[scored.feedback]
