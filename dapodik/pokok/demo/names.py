"""Words of which invented names and addresses are made."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


PUTRA = _words("""
    Adit Agus Ahmad Aldi Andika Arif Asep Bagas Bayu Bima Cahya Dadang Dani Deden Dimas Eko Fajar Farhan
    Galih Gilang Hafiz Hendra Ihsan Ilham Indra Irfan Jajang Kevin Krisna Lukman Maulana Nanda Opik Panji
    Rafi Rangga Raka Reza Rizki Satria Taufik Teguh Ujang Wahyu Yoga Yusuf Zaki
""")
PUTRI = _words("""
    Aisyah Amelia Anisa Aulia Ayu Bunga Cantika Citra Della Dewi Dinda Elsa Euis Fitri Gita Hana Icha Indah
    Intan Jihan Kania Kirana Laila Lestari Mega Mutiara Nabila Nadia Nur Putri Rahma Ratna Rina Salma Sari
    Siti Syifa Tiara Tika Vina Wulan Yuni Zahra
""")
AKHIR = _words("""
    Anggraeni Darmawan Fadilah Firmansyah Gunawan Handayani Hermawan Hidayat Iskandar Juliana Komara
    Kurniawan Kusuma Lesmana Maulida Mulyana Nugraha Nurhayati Permana Pratama Purnama Rachman Rahayu
    Ramadhan Rohmat Santika Santoso Saputra Setiawan Solihin Sopandi Sukmana Supriatna Sutisna Suryana
    Utami Wibowo Wijaya Wulandari Yulianti
""")
KAMPUNG = _words("""
    Babakan Bojong Cikole Cilame Cisurupan Gunungsari Kaler Karangsari Mekarjaya Neglasari Pasirhuni
    Ranca Sindangsari Sukahurip Tegalpanjang
""")
KELURAHAN = _words("Sukamekar Wanamekar Cinunuk Sindangmukti")
