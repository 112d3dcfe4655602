"""Append-only record of deeds: `record` adds a row, `seal` links rows into the chain, `verify` proves it."""

from caunoi.kit.audit.chain import head, publish_head, record, seal, verify

__all__ = ["head", "publish_head", "record", "seal", "verify"]
