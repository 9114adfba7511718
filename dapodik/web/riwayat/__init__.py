"""Riwayat: what happened to a record, and putting an old value back."""
