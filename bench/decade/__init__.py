"""Ten years of one school, invented, in a PostgreSQL of its own: what the benches of pages and of faults stand on.

20,000 requests in every state, 1,000,000 entries of the ledger, 200 cameras on 3,650 days; or a share of it, which is
the same school after fewer days: as much is on the way, less is over. `stored` fills once and keeps a dump.
"""
