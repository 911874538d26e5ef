"""The measuring stick: how well models of mastery predict what learners do next. No Django, no database."""
