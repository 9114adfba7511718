from datetime import timedelta

from django.db import migrations, models
from django.utils import timezone


def expire_in_a_month(apps, schema_editor):
    """Codes that were given before count as given today."""
    schools = apps.get_model('pusat', 'Sekolah').objects.exclude(registration_code='')
    schools.update(code_expires=timezone.now() + timedelta(days=30))


class Migration(migrations.Migration):

    dependencies = [
        ('pusat', '0007_rows_of_an_sk'),
    ]

    operations = [
        migrations.AddField(
            model_name='sekolah',
            name='code_expires',
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name='sekolah',
            name='registration_code',
            field=models.CharField(default='', max_length=255),
        ),
        migrations.RunPython(expire_in_a_month, migrations.RunPython.noop),
    ]
