"""The demo: a made-up school, walked through the real services."""
