"""Every problem a synchronisation can meet: number, sentence, cure, and its nature.

A problem travels and is shown by its number, so that an operator who reads it out over the phone
is understood. No other text about a failure ever reaches the operator.
"""

from .problem import Problem, filled

# A record names another one that pusat does not have.
NO_TARGET = 408
_ALL = (
    # 1xx: the line
    Problem(
        101,
        "Pusat tidak dapat dihubungi.",
        "Periksa sambungan internet dan alamat pusat, lalu tekan Sinkronkan lagi.",
        waiting_helps=True,
        tries=2,
        worth_a_check=True,
    ),
    Problem(
        102,
        "Alamat pusat {host} tidak ditemukan.",
        "Periksa sambungan internet dan ejaan alamat pusat di Pengaturan.",
        waiting_helps=True,
        worth_a_check=True,
    ),
    Problem(
        103,
        "Pusat tidak menjawab dalam waktu yang wajar.",
        "Data aman di komputer ini. Coba lagi beberapa menit lagi.",
        waiting_helps=True,
        tries=2,
        worth_a_check=True,
    ),
    Problem(
        104,
        "Sertifikat keamanan pusat tidak dapat dipercaya.",
        "Bila memakai Wi-Fi umum, buka peramban dan masuk ke Wi-Fi lebih dahulu. Bila bukan itu, jangan "
        "lanjutkan dan hubungi dinas.",
        worth_a_check=True,
    ),
    Problem(
        105,
        "Yang menjawab bukan pusat, mungkin halaman masuk Wi-Fi.",
        "Buka peramban, masuk ke Wi-Fi lebih dahulu, lalu tekan Sinkronkan lagi.",
        worth_a_check=True,
    ),
    Problem(
        106,
        "Jawaban pusat rusak di jalan.",
        "Data aman di komputer ini. Tekan Sinkronkan lagi.",
        waiting_helps=True,
        tries=2,
        worth_a_check=True,
    ),
    Problem(
        107,
        "Menurut jam komputer ini, sertifikat keamanan pusat belum berlaku atau sudah habis.",
        "Betulkan tanggal dan jam komputer, lalu coba lagi. Bila jamnya sudah benar, hubungi dinas.",
        worth_a_check=True,
    ),
    Problem(
        108,
        "Komputer ini tidak tersambung ke jaringan.",
        "Nyalakan Wi-Fi atau pasang kabel jaringan, lalu coba lagi. Data aman di komputer ini.",
    ),
    Problem(
        109,
        "Komputer pusat terjangkau, tetapi tidak ada pusat yang melayani di alamat itu.",
        "Periksa alamat pusat di Pengaturan. Bila benar, pusat sedang mati: coba lagi nanti.",
        waiting_helps=True,
    ),
    # 2xx: who may
    Problem(
        201,
        "Komputer ini tidak lagi dikenal pusat atau kuncinya dicabut.",
        "Daftarkan lagi komputer ini dengan kode registrasi. Data tetap aman di komputer ini.",
        status=401,
        worth_a_check=True,
    ),
    Problem(
        202,
        "NPSN atau kode registrasi tidak cocok, atau kode sudah lewat 30 hari.",
        "Periksa NPSN dan kode registrasi. Kode baru dapat diminta di dinas pendidikan.",
        status=403,
    ),
    Problem(
        203,
        "Aplikasi ini terlalu lama untuk pusat.",
        "Perbarui aplikasi, lalu sinkronkan lagi.",
        status=426,
        worth_a_check=True,
    ),
    Problem(
        204,
        "Alamat pusat harus diawali https://.",
        "Perbaiki alamat pusat. Tanpa https hanya boleh untuk pusat di komputer ini sendiri.",
    ),
    Problem(
        205,
        "Terlalu banyak percobaan yang salah dari jaringan ini.",
        "Tunggu {seconds} detik, lalu coba lagi.",
        waiting_helps=True,
        status=429,
    ),
    Problem(
        206,
        "Komputer ini berisi data {here}, bukan {there}.",
        "Satu folder data untuk satu sekolah. Buka aplikasi dengan folder data yang lain.",
    ),
    Problem(
        207,
        "Daftar isian di pusat lain dari yang dikenal aplikasi ini.",
        "Sinkronisasi tetap bisa. Perbarui aplikasi bila ada versi baru, supaya isian yang baru ikut.",
    ),
    Problem(
        208,
        "Aplikasi ini lebih baru daripada pusat.",
        "Data aman di komputer ini dan tetap menunggu. Sinkronkan lagi setelah pusat diperbarui.",
        status=426,
        worth_a_check=True,
    ),
    Problem(
        209,
        "Komputer yang terdaftar lebih dahulu tidak dapat dicabut dari komputer ini.",
        "Cabut dari komputer sekolah yang lebih lama, atau minta dinas mencabutnya.",
        status=403,
    ),
    # 3xx: pusat
    Problem(
        301,
        "Pusat sedang penuh; giliran Anda nomor {place}.",
        "Biarkan saja: sinkronisasi menunggu dan melanjutkan sendiri.",
        waiting_helps=True,
        tries=60,
        status=503,
        worth_a_check=True,
    ),
    Problem(
        302,
        "Pusat ditutup sampai {until}{reason}.",
        "Data aman di komputer ini dan tetap menunggu. Sinkronkan lagi setelah pusat dibuka.",
        waiting_helps=True,
        status=503,
        worth_a_check=True,
    ),
    Problem(
        303,
        "Ada kesalahan di pusat.",
        "Data aman di komputer ini. Coba lagi nanti; bila berulang, sebutkan nomor masalah ini ke dinas.",
        waiting_helps=True,
        tries=2,
        status=500,
        worth_a_check=True,
    ),
    Problem(304, "Kiriman terlalu besar untuk pusat.", "Sebutkan nomor masalah ini ke dinas.", status=413),
    Problem(
        305,
        "Pusat tidak dapat membaca kiriman ini.",
        "Perbarui aplikasi. Bila berulang, sebutkan nomor masalah ini ke dinas.",
    ),
    Problem(
        306,
        "Pusat mengenal urutan kiriman yang lain dari komputer ini.",
        "Sinkronisasi menyesuaikan diri sendiri. Tekan Sinkronkan lagi.",
        waiting_helps=True,
    ),
    Problem(
        307,
        "Pusat sedang sibuk.",
        "Biarkan saja: sinkronisasi menunggu dan melanjutkan sendiri.",
        waiting_helps=True,
        tries=60,
        status=503,
        worth_a_check=True,
    ),
    Problem(
        308,
        "Pusat kehabisan tempat untuk menyimpan.",
        "Data aman di komputer ini. Sebutkan nomor masalah ini ke dinas, lalu coba lagi nanti.",
        waiting_helps=True,
        status=507,
    ),
    Problem(
        309,
        "Pusat akan ditutup dari {start} sampai {until}{reason}.",
        "Sinkronkan sebelum itu, atau sesudah pusat dibuka lagi.",
    ),
    Problem(
        310,
        "Sekolah ini sudah mengirim sebanyak yang diterima pusat dalam sehari.",
        "Data aman di komputer ini dan tetap menunggu. Sinkronkan lagi besok.",
        waiting_helps=True,
        status=429,
    ),
    # 4xx: one record
    Problem(401, "Isi {field} terlalu panjang.", "Perpendek isinya, lalu sinkronkan lagi."),
    Problem(402, "Isi {field} tidak ada dalam daftar pilihan.", "Pilih lagi dari daftar."),
    Problem(403, "Isi {field} tidak sesuai bentuknya.", "Perbaiki isinya, lalu sinkronkan lagi."),
    Problem(404, "Jenis data ini belum dikenal pusat.", "Tunggu pusat diperbarui.", waiting_helps=True),
    Problem(405, "Data ini menyebut sekolah lain.", "Hubungi dinas dan sebutkan nomor masalah ini."),
    Problem(
        406,
        "Pusat sudah menyimpan data jenis ini sebanyak yang dapat dimiliki satu sekolah.",
        "Hapus data yang ganda. Bila sekolah memang sebesar itu, minta dinas menaikkan kuotanya.",
    ),
    Problem(
        407,
        "Data ini memuat terlalu banyak isian yang tidak dikenal pusat.",
        "Hubungi dinas dan sebutkan nomor masalah ini.",
    ),
    Problem(
        NO_TARGET,
        "{field} menunjuk data yang tidak ada di pusat.",
        "Dikirim lagi sendiri setelah data yang ditunjuk diterima pusat. Bila tetap begini, pilih lagi "
        "isinya.",
        waiting_helps=True,
    ),
    # 5xx: here
    Problem(
        501,
        "Komputer ini belum terdaftar di pusat.",
        "Daftarkan dengan NPSN dan kode registrasi dari dinas pendidikan.",
    ),
    Problem(
        502,
        "Masih ada {count} isian yang tidak valid, jadi belum ada data yang dikirim.",
        "Buka Validasi, perbaiki yang bertanda Tidak valid, lalu sinkronkan lagi.",
    ),
    Problem(
        503,
        "Sinkronisasi lain sedang berjalan di komputer ini.",
        "Tunggu sampai selesai. Kemajuannya terlihat di halaman Sinkronisasi.",
        waiting_helps=True,
    ),
    Problem(
        504,
        "Data di sini dan di pusat belum sama setelah diperiksa dua kali.",
        "Data aman. Tekan Sinkronkan lagi; bila berulang, sebutkan nomor masalah ini ke dinas.",
        waiting_helps=True,
    ),
    Problem(
        505,
        "Sinkronisasi terputus sebelum selesai.",
        "Tekan Sinkronkan: ia melanjutkan dari tempat berhenti, tidak ada data yang hilang atau ganda.",
        waiting_helps=True,
    ),
    Problem(
        506,
        "Ada kesalahan di aplikasi ini.",
        "Data aman. Coba lagi; bila berulang, laporkan nomor masalah ini beserta catatan aplikasi.",
    ),
    Problem(
        507,
        "Menunggu persetujuan kepala sekolah, jadi perubahan baru belum dikirim.",
        "Minta kepala sekolah masuk dengan akunnya sendiri dan menyetujui di lembar persetujuan "
        "(menu Sinkronisasi), lalu sinkronkan lagi.",
    ),
    Problem(
        508,
        "Cakram (disk) komputer ini penuh.",
        "Kosongkan tempat di cakram, misalnya hapus berkas unduhan lama, lalu tekan Sinkronkan lagi. "
        "Yang sudah tersimpan tetap aman.",
    ),
    Problem(
        509,
        "Jam komputer ini berbeda {difference} dari jam pusat.",
        "Sinkronisasi tetap bisa, tetapi waktu di riwayat menjadi salah. Betulkan tanggal, jam dan zona "
        "waktu komputer.",
    ),
    Problem(
        510,
        "Sinkronisasi dihentikan oleh {by}.",
        "Tidak ada data yang hilang atau ganda. Tekan Sinkronkan untuk melanjutkan dari tempat berhenti.",
        is_failure=False,
    ),
    # 6xx: files carried by hand
    Problem(
        601,
        "Ini bukan berkas sinkronisasi yang diminta di sini.",
        "Di halaman pusat pilih berkas kirim dari aplikasi sekolah; di aplikasi sekolah pilih berkas "
        "jawaban dari pusat.",
    ),
    Problem(
        602,
        "Berkas ini rusak atau terpotong, atau kunci komputer sekolah diganti sesudah berkas dibuat.",
        "Salin berkasnya sekali lagi. Bila tetap begini, buat berkas kirim yang baru di sekolah.",
    ),
    Problem(
        603,
        "Berkas jawaban ini untuk komputer atau sekolah lain.",
        "Pilih berkas jawaban yang didapat dengan berkas kirim dari komputer ini.",
    ),
    Problem(
        604,
        "Berkas jawaban ini tidak cocok lagi: isinya sudah dibaca, atau sesudahnya komputer ini sudah "
        "menyinkronkan atau dipulihkan dari cadangan.",
        "Tidak ada yang hilang dan tidak ada yang berubah. Buat berkas kirim yang baru, atau sinkronkan "
        "lewat internet.",
    ),
    Problem(
        605,
        "Berkas ini terlalu besar untuk berkas sinkronisasi.",
        "Periksa apakah berkasnya benar. Bila benar, sebutkan nomor masalah ini ke dinas.",
    ),
)
PROBLEMS = {problem.number: problem for problem in _ALL}


class SyncProblem(Exception):
    """A problem of the catalogue with its details; `retry_after` in seconds where pusat named it."""

    def __init__(self, number: int, retry_after: int | None = None, **details: object) -> None:
        self.problem = PROBLEMS[number]
        self.retry_after = retry_after
        self.details = {name: str(value) for name, value in details.items()}
        super().__init__(f"[{number}] {self.text}")

    @property
    def number(self) -> int:
        """The problem's number."""
        return self.problem.number

    @property
    def text(self) -> str:
        """What happened and what to do, in Indonesian."""
        return f"{self.sentence} {self.cure}"

    @property
    def sentence(self) -> str:
        """What happened, in Indonesian."""
        return filled(self.problem.sentence, self.details)

    @property
    def cure(self) -> str:
        """What to do, in Indonesian."""
        return filled(self.problem.cure, self.details)
