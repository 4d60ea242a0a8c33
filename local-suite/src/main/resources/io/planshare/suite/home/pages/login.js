"use strict";

for (const button of document.querySelectorAll(".demo-users button")) {
  button.addEventListener("click", () => {
    const form = document.querySelector("form");
    form.elements.username.value = button.dataset.user;
    form.elements.password.value = button.dataset.password;
    form.querySelector("[type=submit]").focus();
  });
}
