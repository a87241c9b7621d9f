/* Blocks of plug-ins that are off, in the page editor: a notice and a sealed hidden field. */
(() => {
  const { StreamBlockDefinition } = window.wagtailStreamField.blocks;

  class LockedBlock {
    constructor(definition, placeholder, prefix, state, error) {
      this.type = definition.name;
      this.element = document.createElement("div");
      this.notice = document.createElement("p");
      this.notice.className = "help-block help-warning";
      this.notice.textContent = definition.notice;
      this.input = document.createElement("input");
      this.input.type = "hidden";
      this.input.name = `${prefix}-locked`;
      this.element.dataset.lockedBlock = definition.name;
      this.element.append(this.notice, this.input);
      const child = placeholder.closest("[data-streamfield-child]");
      placeholder.replaceWith(this.element);
      // What cannot be opened cannot be made twice either.
      child?.querySelector("[data-panel-controls] use[href='#icon-copy']")?.closest("button")?.remove();
      this.setState(state);
      if (error) this.setError(error);
    }

    setState(state) {
      this.input.value = state?.locked ?? "";
    }

    getState() {
      return { locked: this.input.value };
    }

    getValue() {
      return this.getState();
    }

    getTextLabel() {
      return null;
    }

    setError(error) {
      this.element.querySelectorAll(".error-message").forEach((old) => old.remove());
      for (const message of error?.messages ?? []) {
        const line = document.createElement("p");
        line.className = "error-message";
        line.textContent = message;
        this.element.append(line);
      }
    }

    focus() {}
  }

  class LockedBlockDefinition {
    constructor(name, words) {
      this.name = name;
      this.notice = words.notice;
      this.meta = { label: words.names[name] ?? name, icon: "lock", required: false, attrs: {} };
    }

    render(placeholder, prefix, state, error) {
      return new LockedBlock(this, placeholder, prefix, state, error);
    }
  }

  class ContentStreamBlockDefinition extends StreamBlockDefinition {
    constructor(name, groups, initial, meta, words) {
      super(name, groups, initial, meta);
      // Never among the groups offered: a locked block can be kept, moved and deleted, not added.
      this.childBlockDefsByName = new Proxy(this.childBlockDefsByName, {
        get: (known, key) =>
          typeof key !== "string" || Object.hasOwn(known, key)
            ? known[key]
            : new LockedBlockDefinition(key, words),
      });
    }
  }

  window.telepath.register("pumasi.streams.ContentStreamBlock", ContentStreamBlockDefinition);
})();
