"""Append-only record of deeds: `record` adds a row, `seal` links rows into the chain, `verify` proves it."""

from caunoi.kit.audit.chain import Link, head, link_of, publish_head, record, seal, verify

__all__ = ["Link", "head", "link_of", "publish_head", "record", "seal", "verify"]
