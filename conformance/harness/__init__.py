"""What the proofs share: the gateway as a process, backends that record bytes, cases that report."""
