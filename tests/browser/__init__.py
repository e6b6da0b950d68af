"""The pages as people use them: Chromium against a running system."""
