"""Commitments, recipient logs, proofs and signed checkpoints, as docs/PROOF.md describes them.

Pure: bytes and values in, decisions out. Randomness comes in as seeds and secrets from the vault;
nothing here reads a clock, a file or a random source.
"""
