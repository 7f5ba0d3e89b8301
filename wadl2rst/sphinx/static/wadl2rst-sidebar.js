// Shows the entry of the current page in the sidebar, where a long sidebar scrolls on its own.
document.addEventListener("DOMContentLoaded", () => {
  const current = document.querySelector('.wadl-sidebar [aria-current="page"]');
  let box = current && current.parentElement;
  while (box && !(box.scrollHeight > box.clientHeight && /auto|scroll/.test(getComputedStyle(box).overflowY))) {
    box = box.parentElement;
  }
  if (box && box !== document.body && box !== document.documentElement) {
    const place = current.getBoundingClientRect().top - box.getBoundingClientRect().top;
    if (place > box.clientHeight - 60) box.scrollTop += place - box.clientHeight / 2;
  }
});
