"""What every room stands on: time, ids, errors, permissions, the journal of changes. Imports no other room."""
