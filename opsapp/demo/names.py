"""Invented people's names, drawn as frequent as they are in Poland."""

from __future__ import annotations

from opsapp.demo.chance import Chance, Weighted

Pairs = list[tuple[str, float]]


def _ranked(names: str, *, steepness: float = 0.72) -> Pairs:
    """Names in the order of their frequency; the n-th weighs as 1/n^steepness."""
    return [(name, 1 / rank**steepness) for rank, name in enumerate(names.split(), start=1)]


_SURNAMES = """
Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański Woźniak
Dąbrowski Kozłowski Jankowski Mazur Wojciechowski Kwiatkowski Krawczyk Kaczmarek Piotrowski
Grabowski Zając Pawłowski Michalski Król Wieczorek Jabłoński Wróbel Nowakowski Majewski Olszewski
Stępień Malinowski Jaworski Adamczyk Dudek Nowicki Pawlak Górski Witkowski Walczak Sikora Baran
Rutkowski Michalak Szewczyk Ostrowski Tomaszewski Pietrzak Zalewski Wróblewski Marciniak Jasiński
Zawadzki Bąk Jakubowski Sadowski Duda Włodarczyk Wilk Chmielewski Borkowski Sokołowski Szczepański
Sawicki Kucharski Lis Maciejewski Kubiak Kalinowski Mazurek Wysocki Kołodziej Kaźmierczak Czarnecki
Konieczny Sobczak Głowacki Urban Laskowski Wasilewski Zakrzewski Krupa Gajewski Ziółkowski
Brzeziński Mróz Makowski Przybylski Krajewski Cieślak Kaczmarczyk Szulc Baranowski Bednarek Janik
Błaszczyk Andrzejewski Szymczak Cieślik Górecki Sikorski Kania Mikołajczyk Gołębiowski Ziętek
Leśniak Urbański Kozieł Kot Tomczak Markowski Marek Czerwiński Kurek Musiał Wierzbicki Kowalik
Domański Stankiewicz Orłowski Wolski Kopeć Żak Bielecki Sobczyk Matusiak Polak Krzemiński Łuczak
Stasiak Chojnacki Kaczor Sroka Milczarek Bukowski Małecki Stefański Barański Kasprzak Sowa
Szczepaniak Świątek Czaja Dziedzic Rybak Bieniek Skiba Żurawski Nawrocki Kłos Tomczyk Rogowski
Śliwa Mroczek Gruszka Madej Wrona Bogusz Gawron Łukasik Smoliński Osiński Piątek Witek Chudzik
Pękala Sobieraj Bryła Zych Kogut Czapla Drozd Rzepka Wnuk Żuraw Kiełb Cebula Chmiel Ćwik Dąbek Łata
"""
SURNAMES = Weighted(_ranked(_SURNAMES, steepness=0.62))

_WOMEN = {
    1900: _ranked(
        "Maria Krystyna Janina Zofia Helena Stanisława Danuta Barbara Irena Jadwiga Halina "
        "Genowefa Teresa Wanda Stefania Kazimiera Marianna Czesława Józefa Anna Władysława "
        "Henryka Lucyna Alicja Leokadia Bronisława Eugenia Regina Bogumiła Zdzisława"
    ),
    1950: _ranked(
        "Anna Barbara Elżbieta Ewa Krystyna Grażyna Małgorzata Maria Teresa Bożena Jolanta "
        "Danuta Iwona Halina Beata Dorota Renata Jadwiga Urszula Wiesława Alicja Zofia Lidia "
        "Mirosława Lucyna Marzena Bogumiła Aldona Żaneta Ilona"
    ),
    1975: _ranked(
        "Anna Katarzyna Agnieszka Monika Magdalena Joanna Małgorzata Ewa Marta Aneta Justyna "
        "Beata Sylwia Edyta Izabela Karolina Kinga Paulina Iwona Patrycja Ewelina Renata Dorota "
        "Emilia Wioletta Anita Elżbieta Natalia Milena Żaneta"
    ),
    1995: _ranked(
        "Natalia Aleksandra Paulina Karolina Patrycja Klaudia Weronika Julia Wiktoria Oliwia "
        "Zuzanna Martyna Kinga Dominika Kamila Sandra Angelika Gabriela Ewelina Nikola Monika "
        "Magdalena Katarzyna Amelia Roksana"
    ),
    2008: _ranked(
        "Julia Zuzanna Zofia Maja Hanna Lena Oliwia Alicja Maria Amelia Pola Laura Antonina "
        "Wiktoria Aleksandra Lilianna Emilia Nadia Gabriela Iga Nikola Helena Kornelia Marcelina "
        "Łucja Jagoda"
    ),
}
_MEN = {
    1900: _ranked(
        "Jan Stanisław Józef Tadeusz Kazimierz Zbigniew Henryk Ryszard Jerzy Edward Marian "
        "Zdzisław Czesław Mieczysław Władysław Stefan Eugeniusz Wacław Bolesław Zygmunt "
        "Franciszek Bronisław Roman Lucjan Ignacy Wojciech Bogdan Ludwik"
    ),
    1950: _ranked(
        "Andrzej Krzysztof Jerzy Marek Stanisław Ryszard Jan Zbigniew Janusz Wiesław Jacek "
        "Mirosław Waldemar Leszek Dariusz Grzegorz Bogdan Kazimierz Józef Zdzisław Wojciech "
        "Tadeusz Sławomir Henryk Bogusław Zenon Edward Roman Lech Mieczysław"
    ),
    1975: _ranked(
        "Piotr Krzysztof Tomasz Marcin Paweł Michał Grzegorz Robert Mariusz Łukasz Rafał Adam "
        "Jacek Artur Dariusz Sebastian Wojciech Radosław Maciej Sławomir Jarosław Kamil Daniel "
        "Damian Przemysław Arkadiusz Zbigniew Mirosław Konrad Szymon"
    ),
    1995: _ranked(
        "Jakub Mateusz Kamil Patryk Dawid Adrian Michał Piotr Kacper Bartosz Damian Szymon "
        "Dominik Sebastian Filip Łukasz Maciej Karol Konrad Norbert Oskar Daniel Hubert Igor "
        "Wiktor"
    ),
    2008: _ranked(
        "Antoni Jan Jakub Franciszek Szymon Aleksander Filip Mikołaj Wojciech Adam Kacper "
        "Stanisław Marcel Leon Nikodem Wiktor Michał Igor Ignacy Tymon Oliwier Oskar Bartosz "
        "Maksymilian Miłosz"
    ),
}
_FIRST = {
    sex: {since: Weighted(pairs) for since, pairs in lists.items()}
    for sex, lists in (("female", _WOMEN), ("male", _MEN))
}
_DOUBLE = 0.07
"""How many married women keep both surnames."""


def first_name(chance: Chance, sex: str, born: int) -> str:
    """A name as given to children of that sex in that year."""
    lists = _FIRST[sex]
    return lists[max(since for since in lists if since <= born)].draw(chance)


def surname(chance: Chance) -> str:
    """A surname in the form of a man."""
    return SURNAMES.draw(chance)


def of_sex(name: str, sex: str) -> str:
    """The surname in the form of that sex: -ski, -cki and -dzki change, nouns stay."""
    if sex == "female" and name.endswith(("ski", "cki", "dzki")):
        return f"{name[:-1]}a"
    if sex == "female" and name == "Konieczny":
        return "Konieczna"
    return name


def married_surname(chance: Chance, husbands: str, own: str) -> str:
    """A wife's surname: his, now and then both."""
    hers = of_sex(husbands, "female")
    return (
        f"{of_sex(own, 'female')}-{hers}" if chance.happens(_DOUBLE) and own != husbands else hers
    )
