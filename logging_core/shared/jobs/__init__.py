"""Long work that people ask for: one row a job, carried out by a worker, watched and cancelled on a page."""
