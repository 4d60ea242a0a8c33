package io.planshare.kit.outbox;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** Something that JPA writes. */
@Entity
class Note {

    @Id
    private long id;
    private String text = "";

    protected Note() {}

    Note(long id, String text) {
        this.id = id;
        this.text = text;
    }

    void rewrite(String newText) {
        text = newText;
    }
}
