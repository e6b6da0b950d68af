"""`manage.py up`: one supervisor for all processes of the system on one machine."""
