"""The audit trail: one chain of entries that can only grow."""

from typing import ClassVar

from django.db import models

from .words import action_words


class Entry(models.Model):
    """
    Something that somebody did. `digest` is SHA-256 over the digest before and this entry's content; triggers
    in the database refuse to change or delete a row.
    """

    number = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)  # user name, or a process's
    role = models.CharField(max_length=20, blank=True)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=200)
    detail = models.JSONField(default=dict)
    before = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("number",)
        indexes: ClassVar = [
            models.Index(fields=["action", "number"]),
            models.Index(fields=["by", "number"]),
            models.Index(fields=["subject", "number"]),
            models.Index(fields=["at"]),
        ]

    @property
    def words(self) -> str:
        """The act in Chinese."""
        return action_words(self.action)


class Anchor(models.Model):
    """The chain's head, set down daily and told outside (notice, mail), so that a cut tail is found."""

    number = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number}:{self.digest}"


class ChainHead(models.Model):
    """The chain's end: one row, locked by whoever adds an entry."""

    number = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(null=True)
