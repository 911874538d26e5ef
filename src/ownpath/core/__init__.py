"""Pure algorithms: no Django, no clock, no chance of their own."""
