"""What every door of the API shares: JSON in, JSON out, one shape of errors, paging by key."""
