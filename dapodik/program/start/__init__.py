"""What `manage.py start` does: one server per data folder, its port, its browser, its demonstration."""
