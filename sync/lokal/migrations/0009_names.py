"""Other names for two models; their tables keep theirs."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('sync_lokal', '0008_run_number'),
    ]

    operations = [
        migrations.RenameModel(old_name='Moment', new_name='Checkpoint'),
        migrations.RenameModel(old_name='Letter', new_name='OfflineRequest'),
    ]
