"""A web worker is ready before its first reader comes."""

from django.conf import settings
from django.urls import clear_url_caches, get_resolver

from municipality.warming import warm_up
from workspace.templatetags.local_formats import day_words, number_words


def test_the_addresses_days_and_numbers_of_every_language_are_loaded() -> None:
    for cached in (day_words, number_words):
        cached.cache_clear()
    clear_url_caches()
    warm_up()
    codes = {code for code, _name in settings.LANGUAGES}
    assert set(get_resolver()._reverse_dict) == codes
    assert day_words.cache_info().currsize == number_words.cache_info().currsize == len(codes)
