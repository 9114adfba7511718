import django.db.models.deletion
from django.db import migrations, models

import sync.pusat.json_text


class Migration(migrations.Migration):
    """A row has a number of its own; the line of the file, which was its number, may change.

    No operation of Django renames a part of a composite key, so the state is told anew.
    """

    dependencies = [
        ('pusat', '0006_checkpoint'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL('ALTER TABLE sk_row RENAME COLUMN line TO "number"'),
                migrations.RunSQL('ALTER TABLE sk_row ADD COLUMN line integer NOT NULL DEFAULT 0'),
                migrations.RunSQL('ALTER TABLE sk_row ADD COLUMN before text NULL'),
                migrations.RunSQL('UPDATE sk_row SET line = "number"'),
            ],
            state_operations=[
                migrations.DeleteModel('SkRow'),
                migrations.CreateModel(
                    name='SkRow',
                    fields=[
                        ('pk', models.CompositePrimaryKey('sk_id', 'number', blank=True, editable=False, primary_key=True, serialize=False)),
                        ('number', models.PositiveIntegerField()),
                        ('line', models.PositiveIntegerField()),
                        ('peserta_didik_id', models.UUIDField(null=True)),
                        ('nomor_kip', models.CharField(max_length=255)),
                        ('nama_di_kip', models.CharField(max_length=255)),
                        ('status', models.CharField(choices=[('terbit', 'Terbit'), ('belum', 'Belum cocok'), ('diganti', 'Diganti'), ('dicabut', 'Dicabut')], max_length=10)),
                        ('reason', models.CharField(blank=True, default='', max_length=255)),
                        ('before', sync.pusat.json_text.JsonText(null=True)),
                        ('sekolah', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, to='pusat.sekolah')),
                        ('sk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='pusat.sk')),
                    ],
                    options={
                        'db_table': 'sk_row',
                        'ordering': ['line', 'number'],
                    },
                ),
            ],
        ),
    ]
