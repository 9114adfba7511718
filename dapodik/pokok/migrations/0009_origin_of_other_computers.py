from django.db import migrations, models


def tell_computers_from_pusat(apps, schema_editor):
    other = apps.get_model("pokok", "Journal").objects.filter(author="Komputer lain di sekolah ini")
    other.filter(origin="pusat").update(origin="komputer")


class Migration(migrations.Migration):

    dependencies = [
        ('pokok', '0008_pending_without_an_index'),
    ]

    operations = [
        migrations.AlterField(
            model_name='journal',
            name='origin',
            field=models.CharField(
                choices=[
                    ('form', 'Formulir'),
                    ('import', 'Impor lembar'),
                    ('massal', 'Perubahan massal'),
                    ('urungkan', 'Pengurungan'),
                    ('demo', 'Sekolah contoh'),
                    ('sk', 'SK dari pusat'),
                    ('pusat', 'Pusat'),
                    ('komputer', 'Komputer lain di sekolah ini'),
                    ('adopt', 'Disatukan dengan data pusat'),
                ],
                max_length=10,
            ),
        ),
        migrations.RunPython(tell_computers_from_pusat, migrations.RunPython.noop),
    ]
