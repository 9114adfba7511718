from typing import Any

from django.db import migrations, models

_REFUSE = """
CREATE FUNCTION security_event_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'nothing changes the history of security';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON security_event
FOR EACH ROW EXECUTE FUNCTION security_event_append_only();
"""


def refuse_changes(apps: Any, schema_editor: Any) -> None:
    """Hold in the database too that rows are only added. On SQLite the model alone holds it."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_REFUSE)


class Migration(migrations.Migration):

    dependencies = [
        ('pusat', '0010_quotas'),
    ]

    operations = [
        migrations.CreateModel(
            name='SecurityEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('time', models.DateTimeField(auto_now_add=True, db_index=True)),
                ('kind', models.CharField(choices=[('masuk', 'Petugas masuk'), ('keluar', 'Petugas keluar'), ('salah', 'Kunci, kode, atau nomor salah'), ('daftar', 'Komputer terdaftar'), ('kunci', 'Kunci komputer diganti'), ('cabut', 'Kunci komputer dicabut'), ('kode', 'Kode registrasi dibuat'), ('sk', 'SK diterbitkan'), ('sk_cabut', 'Kartu SK dicabut'), ('aturan', 'Aturan validasi diturunkan atau dipulihkan'), ('unduh', 'Berkas jawaban diunduh')], max_length=20)),
                ('by', models.CharField(blank=True, default='', max_length=100)),
                ('address', models.CharField(blank=True, default='', max_length=50)),
                ('npsn', models.CharField(blank=True, default='', max_length=8)),
                ('note', models.CharField(blank=True, default='', max_length=255)),
            ],
            options={
                'db_table': 'security_event',
                'ordering': ['-id'],
            },
        ),
        migrations.RunPython(refuse_changes, migrations.RunPython.noop),
    ]
