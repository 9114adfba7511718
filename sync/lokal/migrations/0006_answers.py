from django.db import migrations, models


def keep_answers(apps, schema_editor):
    """Until now there was one answer: the losing value was used."""
    apps.get_model("sync_lokal", "Conflict").objects.filter(answered=True).update(answer="kalah")


class Migration(migrations.Migration):

    dependencies = [
        ("sync_lokal", "0005_stop_by"),
    ]

    operations = [
        migrations.AddField(
            model_name="conflict",
            name="answer",
            field=models.CharField(
                blank=True,
                choices=[
                    ("berlaku", "Nilai yang berlaku dipertahankan"),
                    ("kalah", "Nilai yang kalah dipakai"),
                    ("lain", "Isi yang sekarang dibiarkan"),
                ],
                db_index=True,
                default="",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="conflict",
            name="answered_by",
            field=models.CharField(blank=True, default="", max_length=255),
        ),
        migrations.AddField(
            model_name="conflict",
            name="answered_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(keep_answers, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name="conflict",
            name="answered",
        ),
        migrations.AddField(
            model_name="run",
            name="way",
            field=models.CharField(
                choices=[
                    ("sinkron", "Kirim dan tarik"),
                    ("tarik", "Tarik data saja"),
                    ("berkas", "Dengan berkas"),
                ],
                default="sinkron",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="run",
            name="refused",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
