import re

from django.urls import reverse

from goldenthread.home.places import RUNNING


def at(school, client, name):
    return client.get(reverse(name, args=[school.slug])).content.decode()


def test_a_senco_admin_finds_every_part_of_the_school(school, senco, client_for):
    page = at(school, client_for(senco), "home:more")
    assert [place.text for place in RUNNING if reverse(place.address, args=[school.slug]) not in page] == []


def test_the_senco_team_is_offered_what_it_may_open(school, senco_team, client_for):
    client, shown = client_for(senco_team), at(school, client_for(senco_team), "home:more")
    for place in RUNNING:
        href = reverse(place.address, args=[school.slug])
        assert (f'href="{href}"' in shown) == (client.get(href).status_code == 200), place.text


def test_in_a_part_of_the_school_the_way_to_it_is_marked(school, senco, client_for):
    page = at(school, client_for(senco), "members:people")
    marked = re.findall(r'<a[^>]*href="([^"]+)"[^>]*aria-current="page"', page)
    assert reverse("home:more", args=[school.slug]) in marked
    assert reverse("home:dashboard", args=[school.slug]) not in marked


def test_a_parent_has_a_home_and_staff_have_a_day(school, ada, parent, teacher, client_for):
    def way(member):
        page = client_for(member).get(reverse("reviews:asked", args=[school.slug])).content.decode()
        return re.search(rf'href="/s/{school.slug}/"[^>]*>([^<]+)</a>', page[page.index("<nav"):])[1]

    assert (way(parent), way(teacher)) == ("Home", "Today")
