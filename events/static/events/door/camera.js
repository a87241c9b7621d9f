/* Reading QR codes with the camera, where the browser can; the same code counts once in a while. */

const PAUSE = 3000;

export async function canScan() {
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices) return false;
  const formats = await window.BarcodeDetector.getSupportedFormats();
  return formats.includes("qr_code");
}

/* Show the camera in the video and call found(text) for each code; returns how to stop. */
export async function scan(video, found) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
  let last = { text: "", at: 0 };
  let running = true;
  video.srcObject = stream;
  await video.play();
  const look = async () => {
    if (!running) return;
    try {
      for (const { rawValue } of await detector.detect(video)) {
        if (rawValue === last.text && Date.now() - last.at < PAUSE) continue;
        last = { text: rawValue, at: Date.now() };
        found(rawValue);
      }
    } catch {
      /* A frame that was not ready yet. */
    }
    setTimeout(look, 250);
  };
  look();
  return () => {
    running = false;
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
}
