"""The acts on a case: one function a verb, lock → order → person → write → ledger in one transaction."""
