from django.db import migrations, models


def count(apps, schema_editor):
    """Those of before came one after the other as their clock said."""
    Run = apps.get_model("sync_lokal", "Run")
    for number, pk in enumerate(Run.objects.order_by("started").values_list("pk", flat=True), start=1):
        Run.objects.filter(pk=pk).update(number=number)


class Migration(migrations.Migration):
    dependencies = [("sync_lokal", "0007_set_back")]

    operations = [
        migrations.AddField("run", "number", models.PositiveBigIntegerField(db_index=True, default=0)),
        migrations.RunPython(count, migrations.RunPython.noop),
        migrations.AlterModelOptions("run", {"ordering": ["-number", "-started"]}),
    ]
