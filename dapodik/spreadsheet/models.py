"""What this application remembers of imports. It is no record of the school and goes to nobody."""

from django.db import models


class ImportedSheet(models.Model):
    """A sheet that was imported: when it was downloaded, and what it had.

    `operation`: that of its rows in the journal; `sheet`: the word with which its files begin; `stamp`: its
    Tanggal Unduh, None where it had none that can be believed; `fields`: those that it had columns for;
    `persons`: the ids of those who stood in it.
    """

    operation = models.UUIDField(primary_key=True)
    sheet = models.CharField(max_length=40)
    stamp = models.DateTimeField(null=True)
    at = models.DateTimeField()
    fields = models.JSONField(default=list)
    persons = models.JSONField(default=list)

    class Meta:
        db_table = "lembar_diimpor"
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.sheet} {self.stamp}"
