from django.db import migrations


class Migration(migrations.Migration):
    """New names in the program; the tables keep theirs."""

    dependencies = [("validasi", "0002_levels_asides_and_trend")]

    operations = [
        migrations.RenameModel("Tally", "FindingCount"),
        migrations.RenameModel("State", "ValidationState"),
    ]
