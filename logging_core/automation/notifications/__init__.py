"""Mails and webhooks about what happened."""
