"""One arrow between the folders: the site runs with `sync.lokal` left out."""

from urllib.request import urlopen


def test_site_runs_without_sync(start_site):
    site = start_site(settings="tests.settings_without_sync").started()
    with urlopen(f"{site.url}/masuk/") as answer:
        assert answer.status == 200
    assert not (site.data / "pusat-demo").exists()
