"""The member's addresses."""

from django.urls import path

from book_shelf import views

urlpatterns = [
    path("<int:pk>/borrow/", views.borrow, name="borrow"),
    path("<int:pk>/give-back/", views.give_back, name="give_back"),
]
