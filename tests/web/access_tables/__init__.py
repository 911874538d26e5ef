"""Who gets what from every address, audience by audience."""
