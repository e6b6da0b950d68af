"""Programs of the operator that hear of each new or changed cruise and lowering."""
