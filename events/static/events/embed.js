/* Inside the frame: tell the page around it how high the list is. No more than a number. */

if (window.parent !== window) {
  const tell = () => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    window.parent.postMessage({ pumasi: "height", height }, "*");
  };
  new ResizeObserver(tell).observe(document.body);
  tell();
}
