import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('akun', '0004_account_names'),
    ]

    operations = [
        migrations.RenameModel(old_name='RiwayatMasuk', new_name='RiwayatKeamanan'),
        migrations.AlterModelTable(name='riwayatkeamanan', table='riwayat_keamanan'),
        migrations.AlterModelOptions(
            name='riwayatkeamanan',
            options={'verbose_name': 'riwayat keamanan', 'verbose_name_plural': 'riwayat keamanan'},
        ),
        migrations.RenameIndex(
            model_name='riwayatkeamanan',
            new_name='riwayat_keamanan_name_key',
            old_name='riwayat_masuk_name_key',
        ),
        migrations.AddField(
            model_name='riwayatkeamanan',
            name='oleh',
            field=models.CharField(blank=True, default='', max_length=150, verbose_name='oleh'),
        ),
        migrations.AlterField(
            model_name='riwayatkeamanan',
            name='pengguna',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='riwayat_keamanan', to=settings.AUTH_USER_MODEL, verbose_name='pengguna'),
        ),
        migrations.AlterField(
            model_name='riwayatkeamanan',
            name='peristiwa',
            field=models.CharField(choices=[('masuk', 'Masuk'), ('gagal', 'Gagal masuk'), ('terkunci', 'Terkunci sementara'), ('keluar', 'Keluar'), ('keluar_semua', 'Keluar dari semua komputer'), ('berakhir', 'Sesi berakhir'), ('ganti_sandi', 'Kata sandi diganti'), ('atur_ulang', 'Kata sandi diatur ulang'), ('akun', 'Akun dibuat atau diubah'), ('ditolak', 'Akses ditolak'), ('impor', 'Data diimpor'), ('unduh', 'Data diunduh'), ('cadangan', 'Cadangan dibuat, diunduh, diambil, atau dihapus'), ('pulihkan', 'Cadangan dipulihkan'), ('pusat', 'Komputer didaftarkan, atau kuncinya diganti')], max_length=20, verbose_name='peristiwa'),
        ),
    ]
