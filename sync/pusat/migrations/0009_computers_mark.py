from django.db import migrations, models


def mark_lists(apps, schema_editor):
    """Computers that were registered before are told of too."""
    apps.get_model('pusat', 'Sekolah').objects.update(computers_mark='0')


class Migration(migrations.Migration):

    dependencies = [
        ('pusat', '0008_code_expires'),
    ]

    operations = [
        migrations.AddField(
            model_name='sekolah',
            name='computers_mark',
            field=models.CharField(default='', max_length=16),
        ),
        migrations.RunPython(mark_lists, migrations.RunPython.noop),
    ]
