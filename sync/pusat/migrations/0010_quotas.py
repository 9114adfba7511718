from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pusat', '0009_computers_mark'),
    ]

    operations = [
        migrations.AddField(
            model_name='sekolah',
            name='sent_day',
            field=models.CharField(default='', max_length=10),
        ),
        migrations.AddField(
            model_name='sekolah',
            name='sent_bytes',
            field=models.PositiveBigIntegerField(default=0),
        ),
        migrations.AddIndex(
            model_name='wrongattempt',
            index=models.Index(fields=['time'], name='wrong_attempt_time'),
        ),
    ]
