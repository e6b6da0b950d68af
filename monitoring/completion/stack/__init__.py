"""The stack: requests that wait, run and end, their states, tries and leases."""
