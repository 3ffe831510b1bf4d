"""What if? A changed number of law run over everything that is being paid: who gains, who loses,
and what it costs.

`scratch`, `engine`, `pool` and `totals` are pure: they run in processes that know no database.
"""
