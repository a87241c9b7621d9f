"""People and communities for tests; every name is made up."""

from datetime import timedelta
from typing import Any

import factory
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.utils import timezone

from members.models import (
    Child,
    Community,
    CommunityInvitation,
    CommunityMembership,
    Consent,
    ConsentText,
    Profile,
    User,
)

PASSWORD = "품앗이-test-2026"


class UserFactory(factory.django.DjangoModelFactory):
    """A member with a verified address; ``UserFactory(roles=["coordinator"])`` for staff."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"member{n}@example.org")
    name = factory.Sequence(lambda n: f"회원{n}")
    language = "ko"
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def verified(self, create: bool, extracted: bool | None, **kwargs: Any) -> None:
        if create and extracted is not False:
            EmailAddress.objects.create(user=self, email=self.email, verified=True, primary=True)

    @factory.post_generation
    def roles(self, create: bool, extracted: list[str] | None, **kwargs: Any) -> None:
        for key in extracted or ():
            self.groups.add(Group.objects.get_or_create(name=key)[0])


class ProfileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Profile

    user = factory.SubFactory(UserFactory)
    home_district = "geumcheon"
    work_district = "guro"
    employment = "regular"


class ChildFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Child

    parent = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"아이{n}")
    birth_year = 2019


class ConsentTextFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ConsentText

    purpose = "news"
    version = factory.Sequence(lambda n: n + 100)
    is_required = False
    title = "소식 메일"
    title_en = "News by mail"
    text = "강좌와 공모 소식을 메일로 보냅니다."
    text_en = "We send news of classes and calls by mail."


class ConsentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Consent

    user = factory.SubFactory(UserFactory)
    text = factory.SubFactory(ConsentTextFactory)


class CommunityFactory(factory.django.DjangoModelFactory):
    """A community with its leader as first member.

    ``CommunityFactory(leader=user, treasurer=other, members=[user3, user4])``; the leader and
    treasurer get their membership rows by themselves.
    """

    class Meta:
        model = Community
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"햇살모임{n}")
    district = "geumcheon"
    about = "한 달에 두 번 모여 아이들과 책을 읽어요."
    leader = factory.SubFactory(UserFactory)

    @factory.post_generation
    def members(self, create: bool, extracted: list[User] | None, **kwargs: Any) -> None:
        if not create:
            return
        people = [self.leader, *([self.treasurer] if self.treasurer else []), *(extracted or ())]
        for user in people:
            CommunityMembership.objects.get_or_create(community=self, user=user)


class MembershipFactory(factory.django.DjangoModelFactory):
    """One more member: ``MembershipFactory(community=c)``; roles live on the community."""

    class Meta:
        model = CommunityMembership

    community = factory.SubFactory(CommunityFactory)
    user = factory.SubFactory(UserFactory)


class InvitationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CommunityInvitation

    community = factory.SubFactory(CommunityFactory)
    invited_by = factory.LazyAttribute(lambda o: o.community.leader)
    email = ""
    max_uses = 5
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=14))
