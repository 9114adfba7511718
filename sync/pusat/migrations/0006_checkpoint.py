from django.db import migrations


class Migration(migrations.Migration):
    """The model's name alone: its table stays `moment`, and nothing is done in the database."""

    dependencies = [
        ('pusat', '0005_record_without_constraint'),
    ]

    operations = [
        migrations.RenameModel('Moment', 'Checkpoint'),
    ]
